// Completions while typing. Without this file everything works: the box is a form.
'use strict';
(function () {
  var box = document.getElementById('q');
  var list = document.getElementById('suggestions');
  if (!box || !list) { return; }
  var timer = 0;
  var asked = 0;

  function show(texts) {
    while (list.firstChild) { list.removeChild(list.firstChild); }
    texts.forEach(function (text) {
      var link = document.createElement('a');
      link.href = box.form.getAttribute('action') + '?q=' + encodeURIComponent(text);
      link.textContent = text;
      var item = document.createElement('li');
      item.appendChild(link);
      list.appendChild(item);
    });
    list.hidden = texts.length === 0;
  }

  function ask() {
    var text = box.value.trim();
    var number = ++asked;
    if (text.length < 2) { show([]); return; }
    fetch(box.getAttribute('data-suggest') + '?q=' + encodeURIComponent(text))
      .then(function (answer) { return answer.ok ? answer.json() : []; })
      .then(function (texts) { if (number === asked) { show(texts); } })
      .catch(function () { show([]); });
  }

  box.addEventListener('input', function () { clearTimeout(timer); timer = setTimeout(ask, 120); });
  box.form.addEventListener('keydown', function (event) {
    var links = Array.prototype.slice.call(list.querySelectorAll('a'));
    var at = links.indexOf(document.activeElement);
    if (event.key === 'Escape') { show([]); box.focus(); }
    if (event.key === 'ArrowDown' && at + 1 < links.length) { links[at + 1].focus(); event.preventDefault(); }
    if (event.key === 'ArrowUp' && at >= 0) { (at > 0 ? links[at - 1] : box).focus(); event.preventDefault(); }
  });
})();
