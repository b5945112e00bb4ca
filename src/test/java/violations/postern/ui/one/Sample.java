package violations.postern.ui.one;

public class Sample {}
