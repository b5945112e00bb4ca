package org.postern.ui;

import java.util.List;
import javafx.collections.ListChangeListener;
import javafx.collections.ObservableListBase;
import org.jspecify.annotations.Nullable;

/**
 * A list for a view that changes as a whole: showing another hundred thousand rows costs the FX
 * thread nothing, because nobody walks through them. FX thread only.
 *
 * @param <T> rows, never null
 */
public class WholeList<T> extends ObservableListBase<T> {
  private List<T> now = List.of();

  /**
   * Replaces everything.
   *
   * @param rows must not change any more
   */
  public void show(List<T> rows) {
    List<T> before = now;
    now = rows;
    if (hasListeners() && !(before.isEmpty() && now.isEmpty())) {
      fireChange(new Replaced<>(this, before));
    }
  }

  /** What is shown. */
  protected final List<T> now() {
    return now;
  }

  @Override
  public T get(int index) {
    return now.get(index);
  }

  @Override
  public int size() {
    return now.size();
  }

  // A list of its own may know where a row stands, without walking through millions.
  @Override
  public int indexOf(@Nullable Object row) {
    return row == null ? -1 : now.indexOf(row);
  }

  @Override
  public int lastIndexOf(@Nullable Object row) {
    return row == null ? -1 : now.lastIndexOf(row);
  }

  @Override
  public boolean contains(@Nullable Object row) {
    return row != null && now.contains(row);
  }

  /** The change builder of JavaFX would compare row by row, and make every row that left. */
  private static final class Replaced<T> extends ListChangeListener.Change<T> {
    private final List<T> before;
    private boolean begun;

    Replaced(WholeList<T> rows, List<T> before) {
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
    public List<T> getRemoved() {
      return before;
    }

    @Override
    protected int[] getPermutation() {
      return new int[0];
    }
  }
}
