package violations.postern.store;

public class Sample {}
