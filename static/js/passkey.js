// Forms with data-passkey: asks the device for its passkey, puts the answer into the form and sends it.
// Without this file, or on a browser without passkeys, people use the code from their telephone.
(() => {
  const decode = (text) =>
    Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (letter) => letter.charCodeAt(0));
  const encode = (buffer) =>
    btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  const withIds = (list) => (list || []).map((entry) => ({ ...entry, id: decode(entry.id) }));

  const ask = {
    create: ({ creation_options: { publicKey } }) =>
      navigator.credentials.create({
        publicKey: {
          ...publicKey,
          challenge: decode(publicKey.challenge),
          user: { ...publicKey.user, id: decode(publicKey.user.id) },
          excludeCredentials: withIds(publicKey.excludeCredentials),
        },
      }),
    get: ({ request_options: { publicKey } }) =>
      navigator.credentials.get({
        publicKey: {
          ...publicKey,
          challenge: decode(publicKey.challenge),
          allowCredentials: withIds(publicKey.allowCredentials),
        },
      }),
  };

  const answer = (credential) => {
    const response = {};
    for (const part of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
      if (credential.response[part]) response[part] = encode(credential.response[part]);
    }
    return JSON.stringify({
      type: credential.type,
      id: credential.id,
      rawId: encode(credential.rawId),
      clientExtensionResults: credential.getClientExtensionResults(),
      response,
    });
  };

  for (const form of document.querySelectorAll("form[data-passkey]")) {
    const show = (what) => { form.querySelector(`[data-passkey-${what}]`).hidden = false; };
    if (!window.PublicKeyCredential) {
      show("missing");
      continue;
    }
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      for (const told of form.querySelectorAll("[role=alert]")) told.hidden = true;
      try {
        const question = JSON.parse(document.getElementById("passkey-question").textContent);
        form.elements.credential.value = answer(await ask[form.dataset.passkey](question));
      } catch (error) {
        // A host that is only a number, as on the machine itself, can have no passkeys.
        show(error.name === "SecurityError" ? "missing" : "failed");
        return;
      }
      form.submit();
    });
  }
})();
