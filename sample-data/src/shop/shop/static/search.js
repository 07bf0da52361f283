// Suggestions under the search field of the shop.
(function () {
  var box = document.getElementById("q");
  var list = document.getElementById("suggestions");
  var term = decodeURIComponent(location.hash.slice(1));
  list.innerHTML = "<li>" + term + "</li>";
  window.addEventListener("message", function (event) {
    var wanted = event.data;
    eval(wanted.callback + "(wanted)");
  });
  box.addEventListener("keyup", function () {
    document.cookie = "last=" + box.value;
    setTimeout("refresh('" + box.value + "')", 200);
  });
})();
