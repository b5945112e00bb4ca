package org.postern.ui.domains;

import java.util.ArrayList;
import java.util.List;
import org.postern.policy.EntryPattern;
import org.postern.policy.Listing;

/** Leads nowhere, and remembers what was asked for. */
public final class OpenedDoor implements PastDoor {
  final List<String> opened = new ArrayList<>();

  @Override
  public void entry(Listing listing, EntryPattern pattern) {
    opened.add(listing.word() + " " + pattern.text());
  }

  @Override
  public void lists() {
    opened.add("lists");
  }
}
