package violations.postern.policy;

public class Sample {}
