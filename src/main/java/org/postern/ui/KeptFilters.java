package org.postern.ui;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.postern.store.Settings.Filter;

/** The filters of one screen that have a name; the screen saves them. FX thread only. */
public final class KeptFilters {
  private static final int MOST = 50;

  private final ReadOnlyObjectWrapper<List<Filter>> all = new ReadOnlyObjectWrapper<>(List.of());
  private final Consumer<List<Filter>> save;

  /**
   * @param save told all of them after each change
   */
  public KeptFilters(Consumer<List<Filter>> save) {
    this.save = save;
  }

  /** In the order in which they were kept. */
  public ReadOnlyObjectProperty<List<Filter>> all() {
    return all.getReadOnlyProperty();
  }

  /** Shows what was saved before. */
  public void show(List<Filter> saved) {
    all.set(saved);
  }

  /**
   * Remembers a filter under its name: one of the same name is replaced, and of more than 50 the
   * oldest is forgotten.
   */
  public void keep(String name, String text) {
    List<Filter> now = new ArrayList<>(all.get());
    now.removeIf(f -> f.name().equals(name));
    now.add(new Filter(name, text));
    if (now.size() > MOST) {
      now.removeFirst();
    }
    change(now);
  }

  public void forget(Filter filter) {
    List<Filter> now = new ArrayList<>(all.get());
    now.remove(filter);
    change(now);
  }

  private void change(List<Filter> now) {
    all.set(List.copyOf(now));
    save.accept(now);
  }
}
