"use strict";
const $ = id => document.getElementById(id);
const history = { load: [], temperature: [] };
const KEPT = 60;

const text = (id, value) => { $(id).textContent = value; };

function bytes(n) {
  if (n == null) return "–";
  const units = ["B", "KB", "MB", "GB", "TB"];
  let unit = 0;
  while (n >= 1000 && unit < units.length - 1) { n /= 1024; unit++; }
  return (unit && n < 100 ? n.toFixed(1) : Math.round(n)) + " " + units[unit];
}

function duration(seconds) {
  const days = Math.floor(seconds / 86400), hours = Math.floor(seconds / 3600) % 24, minutes = Math.floor(seconds / 60) % 60;
  if (days) return `${days} d ${hours} h`;
  if (hours) return `${hours} h ${minutes} min`;
  return minutes ? `${minutes} min` : `${Math.floor(seconds)} s`;
}

function trend(id, values, low, high) {
  const [area, line] = $(id).querySelectorAll("path");
  if (values.length < 2) return;
  const top = Math.max(high, ...values), bottom = Math.min(low, ...values);
  const points = values.map((v, i) => {
    const x = 200 * (KEPT - values.length + i) / (KEPT - 1);
    return x.toFixed(1) + " " + (46 - 44 * (v - bottom) / (top - bottom || 1)).toFixed(1);
  });
  line.setAttribute("d", "M" + points.join("L"));
  area.setAttribute("d", `M${points[0].split(" ")[0]} 48L${points.join("L")}L200 48Z`);
}

function remember(name, value) {
  history[name].push(value);
  if (history[name].length > KEPT) history[name].shift();
  return history[name];
}

function rows(id, items, cells) {
  $(id).replaceChildren(...items.map(item => {
    const row = document.createElement("tr");
    cells(item).forEach(([content, kind]) => {
      const cell = row.insertCell();
      cell.textContent = content;
      if (kind) cell.className = kind;
    });
    return row;
  }));
}

const list = value => Array.isArray(value) ? value : [];

function show(s) {
  if (s.load) {
    text("load", s.load[0].toFixed(2));
    text("loadnote", `${s.load[1].toFixed(2)} in 5 min, ${s.load[2].toFixed(2)} in 15 min`);
    trend("loadtrend", remember("load", s.load[0]), 0, 1);
  }
  const m = s.memory;
  if (m.total) {
    const used = 100 * (1 - m.available / m.total);
    text("memory", used.toFixed(0));
    text("memoryunit", "%");
    $("memorybar").style.width = used + "%";
    text("memorynote", `${bytes(m.available)} of ${bytes(m.total)} free, gateway ${bytes(m.process)}`);
  }
  const temperatures = list(s.temperatures);
  if (temperatures.length) {
    const hottest = temperatures.reduce((a, b) => a.celsius > b.celsius ? a : b);
    text("temperature", hottest.celsius.toFixed(1));
    text("temperatureunit", "°C");
    text("temperaturenote", hottest.sensor);
    trend("temperaturetrend", remember("temperature", hottest.celsius), 20, 60);
  } else {
    text("temperaturenote", "no sensor");
  }
  text("uptime", duration(s.uptime));
  text("uptimenote", `gateway ${duration(s.gatewayuptime)}`);
  rows("interfaces", list(s.interfaces), i => [
    [i.name, i.up ? "" : "off"], [list(i.addresses).join("  ") || "–"], [bytes(i.received), "n"], [bytes(i.sent), "n"]]);
  rows("vms", list(s.vms), v => [[v.name], [v.strands, "n"]]);
  const modules = list(s.bundles).filter(b => b.name.startsWith("io.moongate."));
  text("bundlecount", `${modules.length} of ours in ${list(s.bundles).length} bundles`);
  $("bundles").replaceChildren(...modules.sort((a, b) => a.name < b.name ? -1 : 1).map(b => {
    const item = document.createElement("li"), name = document.createElement("span"), version = document.createElement("span");
    name.textContent = b.name.slice("io.moongate.".length);
    if (!b.active) name.className = "off";
    version.textContent = b.active ? b.version : "stopped";
    item.append(name, version);
    return item;
  }));
}

function state(kind, what) {
  $("state").className = kind;
  text("statetext", what);
}

fetch("info.lsp").then(r => r.json()).then(i => {
  document.title = i.host + " – Moongate";
  text("host", i.host);
  text("model", i.model);
  text("about", `${i.os}, ${i.arch}, ${i.processors} processors, Java ${i.java}`);
});

const stream = new EventSource("stream.lsp");
stream.onopen = () => state("live", "live");
stream.onerror = () => state("lost", "reconnecting");
stream.onmessage = event => show(JSON.parse(event.data));
