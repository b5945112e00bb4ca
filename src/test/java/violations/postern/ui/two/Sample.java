package violations.postern.ui.two;

public class Sample {}
