package org.postern.quarantine;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What is known of the folder, by UID: what was read of it, and what is there but not read yet.
 * Used by one thread at a time.
 */
final class Folder {
  private static final Comparator<HeldMessage> NEWEST =
      Comparator.comparing(HeldMessage::received).thenComparingLong(HeldMessage::uid).reversed();

  private static final int MANY = 8;

  private final NavigableMap<Long, Listed> read = new TreeMap<>();
  private final NavigableMap<Long, Set<String>> unread = new TreeMap<>();
  private final NavigableMap<Long, Set<String>> refused = new TreeMap<>();
  private final Map<HeldId, List<Long>> places = new HashMap<>();
  private final Map<String, List<String>> addressed = new HashMap<>();
  private long uidValidity;
  private long modSeq;
  private @Nullable BoxContents contents;
  private int changes;
  private int expected;

  /** UIDs mean nothing under another UIDVALIDITY (RFC 3501 2.3.1.1). */
  void under(long validity) {
    if (validity != uidValidity) {
      read.clear();
      unread.clear();
      refused.clear();
      addressed.clear();
      modSeq = 0;
      uidValidity = validity;
      changed();
    }
  }

  /** Begins with what an earlier run knew. */
  void restore(long validity, long knownModSeq, List<Listed> listed) {
    under(validity);
    listed.forEach(l -> put(l.held().uid(), l));
    modSeq = knownModSeq;
    changes = 0;
  }

  long uidValidity() {
    return uidValidity;
  }

  /** Up to which change everything is known (RFC 7162); 0 if the server does not count them. */
  long modSeq() {
    return modSeq;
  }

  void modSeq(long known) {
    modSeq = known;
  }

  int size() {
    return read.size() + unread.size() + refused.size();
  }

  /** How much changed since {@link #kept}. */
  int changes() {
    return changes;
  }

  void kept() {
    changes = 0;
  }

  /** There are so many altogether, of which not all are known by UID; 0 if they are. */
  void expect(int messages) {
    if (expected != messages) {
      expected = messages;
      contents = null;
    }
  }

  /** It is there and has these flags now. */
  void present(long uid, Set<String> flags) {
    Listed known = read.get(uid);
    if (known == null) {
      if (!flags.equals((refused.containsKey(uid) ? refused : unread).put(uid, flags))) {
        changed();
      }
    } else if (!known.held().flags().equals(flags)) {
      read.put(uid, new Listed(known.held().withFlags(flags), known.receipt()));
      changed();
    }
  }

  /** Nothing else is there. */
  void only(Set<Long> uids) {
    for (NavigableMap<Long, ?> known : List.of(read, unread, refused)) {
      if (known.keySet().retainAll(uids)) {
        changed();
      }
    }
  }

  /** These are gone. */
  void vanished(long from, long to) {
    for (NavigableMap<Long, ?> known : List.of(read, unread, refused)) {
      NavigableMap<Long, ?> gone = known.subMap(from, true, to, true);
      if (!gone.isEmpty()) {
        gone.clear();
        changed();
      }
    }
  }

  /** Its header was handed out and is being taken apart. */
  void taken(long uid) {
    unread.remove(uid);
  }

  /** Its header was read. */
  void put(long uid, Listed listed) {
    HeldMessage held = listed.held();
    // Copies of one message name the same people: five hundred copies shall not keep the five
    // hundred names five hundred times.
    List<String> shared =
        held.addressed().size() < MANY
            ? held.addressed()
            : addressed.computeIfAbsent(held.original(), _ -> held.addressed());
    unread.remove(uid);
    refused.remove(uid);
    read.put(uid, new Listed(held.addressedTo(shared), listed.receipt()));
    changed();
  }

  /** It was asked for and not handed out; the next pass asks again. */
  void refused(long uid) {
    Set<String> flags = unread.remove(uid);
    if (flags != null) {
      refused.put(uid, flags);
      changed();
    }
  }

  /** What was refused is asked for again. */
  void again() {
    unread.putAll(refused);
    refused.clear();
  }

  /** Whether everything that was there at the last look was asked for. */
  boolean complete() {
    return unread.isEmpty() && expected == 0;
  }

  /** The newest that were not read, ascending; at most so many. */
  List<Long> wanted(int most) {
    List<Long> newest = new ArrayList<>(unread.descendingKeySet().stream().limit(most).toList());
    newest.sort(null);
    return newest;
  }

  /**
   * As a sequence set (RFC 3501 clause 9); a run may span numbers of which none is there.
   *
   * @param uids ascending
   */
  String set(List<Long> uids) {
    StringBuilder set = new StringBuilder();
    for (int i = 0; i < uids.size(); i++) {
      int first = i;
      while (i + 1 < uids.size() && noneBetween(uids.get(i), uids.get(i + 1))) {
        i++;
      }
      set.append(set.isEmpty() ? "" : ",").append(uids.get(first));
      if (i > first) {
        set.append(':').append(uids.get(i));
      }
    }
    return set.toString();
  }

  private boolean noneBetween(long a, long b) {
    Long known = read.higherKey(a);
    return known == null || known > b;
  }

  List<Listed> all() {
    return List.copyOf(read.values());
  }

  @Nullable HeldMessage at(long uid) {
    Listed listed = read.get(uid);
    return listed == null ? null : listed.held();
  }

  /** The flags that any of these has. */
  Set<String> flags(List<Long> uids) {
    Set<String> flags = new java.util.HashSet<>();
    for (Long uid : uids) {
      Listed listed = read.get(uid);
      flags.addAll(listed == null ? Set.of() : listed.held().flags());
    }
    return flags;
  }

  /** Where a copy lies, every place; null if nowhere. */
  @Nullable List<Long> places(HeldId id) {
    contents();
    return places.get(id);
  }

  private void changed() {
    contents = null;
    changes++;
  }

  /** The same object as long as nothing changed. */
  BoxContents contents() {
    BoxContents known = contents;
    if (known == null) {
      known = made();
      contents = known;
    }
    return known;
  }

  private BoxContents made() {
    places.clear();
    Map<HeldId, HeldMessage> held = new LinkedHashMap<>();
    List<HeldId> receipts = new ArrayList<>();
    for (Listed listed : read.values()) {
      HeldMessage copy = listed.held();
      if (left(copy.flags())) {
        continue;
      }
      places.merge(copy.id(), List.of(copy.uid()), Folder::both);
      if (listed.receipt()) {
        receipts.add(copy.id());
      } else {
        held.putIfAbsent(copy.id(), copy);
      }
    }
    List<HeldMessage> newestFirst = new ArrayList<>(held.values());
    newestFirst.sort(NEWEST);
    return new BoxContents(
        newestFirst,
        receipts,
        List.copyOf(refused.keySet()),
        Math.max(unread.size(), expected - read.size()));
  }

  private static List<Long> both(List<Long> a, List<Long> b) {
    List<Long> all = new ArrayList<>(a);
    all.addAll(b);
    return all;
  }

  /** On a server without MOVE and UIDPLUS a filed copy stays behind, marked deleted. */
  private static boolean left(Set<String> flags) {
    return flags.contains("\\Deleted") && Keywords.decided(flags).isPresent();
  }
}
