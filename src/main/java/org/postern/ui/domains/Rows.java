package org.postern.ui.domains;

import java.util.List;
import javafx.collections.ListChangeListener;
import javafx.collections.ObservableListBase;
import org.postern.policy.EntryPattern;
import org.postern.store.Found;
import org.postern.store.Item;

/**
 * What a table shows of a list of millions: an entry is made when its row comes into sight. It
 * changes as a whole. FX thread only.
 */
final class Rows extends ObservableListBase<Item> {
  private List<Item> now = List.of();

  void show(Found found) {
    List<Item> before = now;
    now = found;
    if (hasListeners() && !(before.isEmpty() && now.isEmpty())) {
      fireChange(new Replaced(this, before));
    }
  }

  /** Where an entry stands, or -1. */
  int indexOf(EntryPattern pattern) {
    return now instanceof Found found ? found.indexOf(pattern) : -1;
  }

  @Override
  public Item get(int index) {
    return now.get(index);
  }

  @Override
  public int size() {
    return now.size();
  }

  @Override
  public int indexOf(Object o) {
    return now.indexOf(o);
  }

  @Override
  public int lastIndexOf(Object o) {
    return now.lastIndexOf(o);
  }

  @Override
  public boolean contains(Object o) {
    return now.contains(o);
  }

  /** The change builder of JavaFX would make every entry that left. */
  private static final class Replaced extends ListChangeListener.Change<Item> {
    private final List<Item> before;
    private boolean begun;

    Replaced(Rows rows, List<Item> before) {
      super(rows);
      this.before = before;
    }

    @Override
    public boolean next() {
      boolean first = !begun;
      begun = true;
      return first;
    }

    @Override
    public void reset() {
      begun = false;
    }

    @Override
    public int getFrom() {
      return 0;
    }

    @Override
    public int getTo() {
      return getList().size();
    }

    @Override
    public List<Item> getRemoved() {
      return before;
    }

    @Override
    protected int[] getPermutation() {
      return new int[0];
    }
  }
}
