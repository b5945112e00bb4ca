package org.postern.mail.hint;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds whole words of a list in one pass over a text, however the text is built (Aho and Corasick,
 * 1975). Immutable.
 */
final class WordFinder {
  /**
   * @param term its place in the list
   * @param start in the folded text
   */
  record Match(int term, int start, int end) {}

  private static final class Node {
    private final Map<Character, Node> next = new HashMap<>();
    private Node fail = this;
    private Node shorter = this;
    private int term = -1;
    private int length;
  }

  private static final int MOST = 5_000;

  private final Node root = new Node();

  /**
   * @param terms folded
   */
  WordFinder(List<String> terms) {
    for (int i = 0; i < terms.size(); i++) {
      Node node = root;
      for (int k = 0; k < terms.get(i).length(); k++) {
        node = node.next.computeIfAbsent(terms.get(i).charAt(k), _ -> new Node());
      }
      if (node.term < 0) {
        node.term = i;
        node.length = terms.get(i).length();
      }
    }
    link();
  }

  private void link() {
    root.shorter = root;
    Deque<Node> queue = new ArrayDeque<>();
    for (Node child : root.next.values()) {
      child.fail = root;
      child.shorter = root;
      queue.add(child);
    }
    while (!queue.isEmpty()) {
      Node node = queue.remove();
      node.next.forEach(
          (c, child) -> {
            Node fail = node.fail;
            while (fail != root && !fail.next.containsKey(c)) {
              fail = fail.fail;
            }
            child.fail = fail.next.getOrDefault(c, root);
            child.shorter = child.fail.term >= 0 ? child.fail : child.fail.shorter;
            queue.add(child);
          });
    }
  }

  /** At most 5,000, by their ends. */
  List<Match> in(String folded) {
    List<Match> found = new ArrayList<>();
    Node node = root;
    for (int i = 0; i < folded.length() && found.size() < MOST; i++) {
      char c = folded.charAt(i);
      while (node != root && !node.next.containsKey(c)) {
        node = node.fail;
      }
      node = node.next.getOrDefault(c, root);
      for (Node hit = node.term >= 0 ? node : node.shorter; hit != root; hit = hit.shorter) {
        int start = i + 1 - hit.length;
        if (bounded(folded, start, i + 1)) {
          found.add(new Match(hit.term, start, i + 1));
        }
      }
    }
    return found;
  }

  private static boolean bounded(String text, int start, int end) {
    return (start == 0 || !Character.isLetterOrDigit(text.charAt(start - 1)))
        && (end == text.length() || !Character.isLetterOrDigit(text.charAt(end)));
  }
}
