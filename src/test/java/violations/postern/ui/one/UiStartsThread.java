package violations.postern.ui.one;

class UiStartsThread {
  Thread forbidden = new Thread(() -> {});
}
