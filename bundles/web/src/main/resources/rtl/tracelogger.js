"use strict";
const log = document.getElementById("log"), state = document.getElementById("state"), filter = document.getElementById("filter");
const KEPT = 5000;
const ERROR = /error number|stack traceback|^\s+\[C\]: in|:\d+: /;
let lines = [], open = false, paused = false, waiting = false, socket, taken = false;

function render() {
  waiting = false;
  if (paused) return;
  const atEnd = log.scrollTop + log.clientHeight >= log.scrollHeight - 20, wanted = filter.value.toLowerCase();
  log.replaceChildren(...lines.filter(line => line.text.toLowerCase().includes(wanted)).map(row));
  if (atEnd) log.scrollTop = log.scrollHeight;
}

function row({ time, text }) {
  const row = document.createElement("div"), when = document.createElement("time");
  when.textContent = time;
  row.append(when, text + "\n");
  if (ERROR.test(text)) row.className = "error";
  return row;
}

/** A message may end within a line: the next one goes on with it. */
function show(text) {
  const time = new Date().toTimeString().slice(0, 8), parts = text.split("\n");
  if (open) lines[lines.length - 1].text += parts.shift();
  open = parts.length === 0 || parts[parts.length - 1] !== "";
  if (!open) parts.pop();
  lines.push(...parts.map(text => ({ time, text })));
  if (lines.length > KEPT) lines = lines.slice(-KEPT);
  if (!waiting) requestAnimationFrame(render);
  waiting = true;
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
document.getElementById("clear").addEventListener("click", () => { lines = []; open = false; render(); });
document.getElementById("save").addEventListener("click", () => {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([lines.map(line => `${line.time} ${line.text}\n`).join("")], { type: "text/plain" }));
  link.download = "trace.txt";
  link.click();
  URL.revokeObjectURL(link.href);
});
document.getElementById("pause").addEventListener("click", event => {
  paused = !paused;
  event.target.textContent = paused ? "Go on" : "Pause";
  render();
});
connect();
