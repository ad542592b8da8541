"""The form page's own script, and the one that a site includes to show the form. Neither needs anybody else's code."""

from __future__ import annotations

import json
from typing import Any

# Names of fields are the company's own and become properties of the form element ("action", "submit"), so nothing
# here reads a property of the form.
PAGE = """"use strict";
(function (config) {
  var root = document.documentElement, embedded = window.parent !== window;
  if (embedded) {
    root.classList.add("embedded");
    var theme = location.hash.slice(1);
    if (theme === "light" || theme === "dark") root.setAttribute("data-theme", theme);
    var told = 0;
    var tell = function () {
      var height = Math.ceil(document.body.getBoundingClientRect().height);
      if (height !== told) window.parent.postMessage({ kith: "height", height: told = height }, "*");
    };
    if (window.ResizeObserver) new ResizeObserver(tell).observe(document.body); else setInterval(tell, 500);
    tell();
  }
  var form = document.querySelector("form"), button = document.querySelector("button");
  var summary = document.querySelector(".summary"), list = document.querySelector(".summary ul");
  if (!form || !window.fetch || !window.URLSearchParams) return;
  var fields = Array.prototype.slice.call(document.querySelectorAll("[data-field]"));
  function field(name) {
    var named = function (wanted) {
      return fields.filter(function (each) { return each.getAttribute("data-field") === wanted; })[0];
    };
    return named(name) || named(String(name).split(/[.[]/)[0]);
  }
  function mark(each, text) {
    var id = each.getAttribute("data-id"), input = document.getElementById(id);
    var problem = document.getElementById(id + "-problem");
    problem.textContent = text;
    problem.hidden = !text;
    if (text) input.setAttribute("aria-invalid", "true"); else input.removeAttribute("aria-invalid");
  }
  function clear() {
    fields.forEach(function (each) { mark(each, ""); });
    list.textContent = "";
    summary.hidden = true;
  }
  function say(text) {
    document.querySelector(".summary p").textContent = text;
    summary.hidden = false;
    summary.focus();
  }
  function line(error) {
    var each = field(error.field), item = document.createElement("li");
    var text = config.problems[error.code] || config.problems[""] || error.message;
    if (each) {
      mark(each, text);
      var id = each.getAttribute("data-id"), link = document.createElement("a");
      var label = document.querySelector("label[for=" + id + "]").firstChild.textContent;
      link.href = "#" + id;
      link.textContent = text.indexOf(label) < 0 ? label + ": " + text : text;
      link.addEventListener("click", function (event) {
        event.preventDefault();
        document.getElementById(id).focus();
      });
      item.appendChild(link);
    } else item.textContent = error.message;
    list.appendChild(item);
  }
  function done() {
    if (config.redirect) {
      try { window.top.location.assign(config.redirect); } catch (refused) { location.assign(config.redirect); }
      return;
    }
    document.querySelector(".asking").hidden = true;
    var thanks = document.querySelector(".done");
    thanks.hidden = false;
    thanks.focus();
  }
  function settle(response) {
    if (response.ok) return done();
    if (response.status === 429) return say(config.busy);
    if (response.status !== 422) return say(config.failed);
    return response.json().then(function (problem) {
      problem.errors.forEach(line);
      say(config.check);
    });
  }
  function wait(waiting) {
    button.disabled = waiting;
    button.textContent = waiting ? config.sending : config.send;
  }
  document.addEventListener("submit", function (event) {
    event.preventDefault();
    clear();
    wait(true);
    fetch(config.url || location.href.split("#")[0], {
      method: "POST", body: new URLSearchParams(new FormData(form)), headers: { Accept: "application/json" }
    }).then(settle).catch(function () { say(config.offline); }).then(function () { wait(false); });
  });
  if (!summary.hidden) summary.focus();
})(CONFIG);
"""

SNIPPET = """(function (config) {
  "use strict";
  var script = document.currentScript;
  if (!script) {
    script = Array.prototype.filter.call(document.scripts, function (each) {
      return each.src.split(/[?#]/)[0] === config.url + ".js" && !each.getAttribute("data-shown");
    })[0];
  }
  if (!script || script.getAttribute("data-shown")) return;
  script.setAttribute("data-shown", "true");
  var theme = script.getAttribute("data-theme") || "light";
  var frame = document.createElement("iframe");
  frame.title = config.title;
  frame.src = config.url + "#" + encodeURIComponent(theme);
  var scheme = theme === "auto" ? "light dark" : theme === "dark" ? "dark" : "light";
  frame.style.cssText = "display:block;width:100%;height:560px;border:0;color-scheme:" + scheme;
  window.addEventListener("message", function (event) {
    var height = event.data && event.data.kith === "height" && Number(event.data.height);
    if (event.source === frame.contentWindow && event.origin === config.origin && height > 0 && height < 20000) {
      frame.style.height = height + "px";
    }
  });
  var show = function () { document.body.appendChild(frame); };
  if (script.parentNode !== document.head) script.parentNode.insertBefore(frame, script.nextSibling);
  else if (document.body) show();
  else document.addEventListener("DOMContentLoaded", show);
})(CONFIG);
"""


def filled(script: str, config: dict[str, Any]) -> str:
    """The script with its values: JSON that can end neither a script element nor a line of JavaScript."""
    text = json.dumps(config)  # ASCII only, so no U+2028
    for letter in "<>&":
        text = text.replace(letter, f"\\u{ord(letter):04x}")
    return script.replace("CONFIG", text)
