package org.postern.policy.slip;

/** A trusted name, as an A-label string, and whether names under it are trusted too. */
public record Trusted(String name, boolean withSubdomains) {}
