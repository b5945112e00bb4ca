package org.postern.ui;

import java.util.Collections;
import java.util.List;
import java.util.function.ToIntFunction;
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
  private ToIntFunction<@Nullable Object> place = _ -> -1;

  /**
   * Replaces everything.
   *
   * @param rows must not change any more
   * @param place where the first row stands that equals one, which may be an older one; -1 if none
   *     does. JavaFX asks for it at each change, and looking at every row takes several frames.
   */
  public void show(List<T> rows, ToIntFunction<@Nullable Object> place) {
    List<T> before = now;
    now = rows;
    this.place = place;
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

  @Override
  public int indexOf(@Nullable Object row) {
    return place.applyAsInt(row);
  }

  @Override
  public int lastIndexOf(@Nullable Object row) {
    return indexOf(row); // a row stands once
  }

  @Override
  public boolean contains(@Nullable Object row) {
    return indexOf(row) >= 0;
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

    /** All of it, so that looking for a row in it is looking for it in the list. */
    @Override
    public List<T> getAddedSubList() {
      return Collections.unmodifiableList(getList());
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
