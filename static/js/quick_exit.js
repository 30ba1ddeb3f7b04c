// "Keluar cepat": works as a plain link without this. With it the page leaves the list of "back", and
// pressing Shift three times within five seconds does the same (GOV.UK Design System, "Exit this page").
// Who goes back afterwards, to one of these pages, is led out again; a page opened anew is shown.
(function () {
  var link = document.getElementById("keluar-cepat");
  var told = document.getElementById("keluar-cepat-kabar");
  var words = told.dataset.kabar.split("|");
  var times = 0, alone, timer;
  function leave() {
    try { sessionStorage.x = 1; } catch (e) {}
    var meta = document.createElement("meta");
    meta.name = "referrer";
    meta.content = "no-referrer";
    document.head.append(meta);
    document.documentElement.hidden = true;
    location.replace(link.href);
  }
  function back(event) {
    try {
      if (sessionStorage.x && (event.persisted || performance.navigation.type > 1)) leave();
    } catch (e) {}
  }
  function forget() {
    times = 0;
    told.textContent = "";
  }
  back({});
  onpageshow = back;
  link.onclick = function () {
    leave();
    return false;
  };
  onkeydown = function (event) {
    alone = event.key === "Shift";
    if (!alone) forget();
  };
  onkeyup = function (event) {
    if (!alone || event.key !== "Shift") return;
    clearTimeout(timer);
    timer = setTimeout(forget, 5000);
    told.textContent = words[times++];
    if (times > 2) leave();
  };
})();
