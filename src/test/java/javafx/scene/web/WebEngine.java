package javafx.scene.web;

/**
 * A stand-in, so that the rule against the real one can be seen to fail without having it on any
 * path.
 */
public class WebEngine {}
