"use strict";
const log = document.getElementById("log"), state = document.getElementById("state"), filter = document.getElementById("filter");
const KEPT = 5000;
let lines = [], paused = false, socket, taken = false;

function render() {
  if (paused) return;
  const atEnd = log.scrollTop + log.clientHeight >= log.scrollHeight - 20, wanted = filter.value.toLowerCase();
  log.textContent = (wanted ? lines.filter(l => l.toLowerCase().includes(wanted)) : lines).join("\n");
  if (atEnd) log.scrollTop = log.scrollHeight;
}

function show(text) {
  const parts = text.split("\n");
  if (lines.length && parts.length) lines[lines.length - 1] += parts.shift();
  lines.push(...parts);
  if (lines.length > KEPT) lines = lines.slice(-KEPT);
  requestAnimationFrame(render);
}

function connect() {
  socket = new WebSocket(location.href.replace(/^http/, "ws").replace(/[^/]*$/, "") + "tracelogger.service/");
  socket.binaryType = "arraybuffer";
  socket.onopen = () => { state.textContent = "live"; state.className = "live"; };
  socket.onclose = () => {
    state.className = "";
    state.textContent = taken ? "another browser has taken over" : "reconnecting";
    if (!taken) setTimeout(connect, 2000);
  };
  socket.onmessage = event => {
    const frame = new Uint8Array(event.data);
    if (frame[0] === 1) {
      document.querySelectorAll("[data-setting]").forEach(input => {
        const value = { 2: frame[1], 3: frame[2], 7: frame[6] }[input.dataset.setting];
        if (input.type === "checkbox") input.checked = !!value; else input.value = value;
      });
    } else if (frame[0] === 2) show(new TextDecoder().decode(frame.subarray(1)));
    else if (frame[0] === 3) taken = true;
  };
}

document.querySelectorAll("[data-setting]").forEach(input => input.addEventListener("change", () => {
  const value = input.type === "checkbox" ? +input.checked : Math.min(10, Math.max(0, +input.value));
  socket.send(new Uint8Array([+input.dataset.setting, value]));
}));
filter.addEventListener("input", render);
document.getElementById("clear").addEventListener("click", () => { lines = [""]; render(); });
document.getElementById("pause").addEventListener("click", event => {
  paused = !paused;
  event.target.textContent = paused ? "Go on" : "Pause";
  render();
});
connect();
