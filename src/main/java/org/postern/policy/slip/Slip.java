package org.postern.policy.slip;

/**
 * One slip on the way from the meant name to the typed one.
 *
 * @param typed the letters that stand in the typed name, or empty
 * @param meant the letters that were meant, or empty
 * @param at 0-based offset in the typed name
 */
public record Slip(SlipKind kind, String typed, String meant, int at) {}
