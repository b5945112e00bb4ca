package org.postern.ui.publish;

/**
 * A mail in the quarantine box that claims to be a receipt and is not believed.
 *
 * @param gateway the name that stands in it, which anybody may have written there; may be empty
 * @param sentence why not
 */
public record Stray(String gateway, String sentence) {}
