// "Keluar cepat": works as a plain link without this. With it the page leaves the list of "back", and
// pressing Shift three times within five seconds does the same (GOV.UK Design System, "Exit this page").
// Who goes back afterwards, to one of these pages, is led out again; a page opened anew is shown.
(function () {
  var link = document.getElementById("keluar-cepat");
  var told = document.getElementById("keluar-cepat-kabar");
  var words = told.dataset.kabar.split("|");
  var times = 0, alone, timer;
  var was = performance.getEntriesByType("navigation")[0];
  function kept(value) {
    try {
      if (value) sessionStorage.x = value;
      return sessionStorage.x;
    } catch (error) {}
  }
  function leave(event) {
    var meta = document.createElement("meta");
    event.preventDefault();
    kept(1);
    meta.name = "referrer";
    meta.content = "no-referrer";
    document.head.append(meta);
    document.documentElement.hidden = true;
    location.replace(link.href);
  }
  function back(event) {
    if (kept() && (event.persisted || (was && was.type !== "navigate"))) leave(event);
  }
  function forget() {
    times = 0;
    told.textContent = "";
  }
  link.addEventListener("click", leave);
  addEventListener("pageshow", back);
  if (kept() && was && was.type !== "navigate") document.documentElement.hidden = true;
  addEventListener("keydown", function (event) {
    alone = event.key === "Shift";
    if (!alone) forget();
  });
  addEventListener("keyup", function (event) {
    if (!alone || event.key !== "Shift") return;
    clearTimeout(timer);
    timer = setTimeout(forget, 5000);
    told.textContent = words[times];
    times += 1;
    if (times > 2) leave(event);
  });
})();
