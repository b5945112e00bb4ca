package violations.postern.mail;

class MutableStatic {
  static int forbidden;
}
