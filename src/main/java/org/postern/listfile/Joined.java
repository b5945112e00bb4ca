package org.postern.listfile;

import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Joins what zones and transport tables must say in two lines: {@code =army.ml} and then {@code
 * *.army.ml} are {@code army.ml}.
 */
final class Joined implements Iterator<Row> {
  private final Iterator<Row> rows;
  private @Nullable Row held;

  Joined(Iterator<Row> rows) {
    this.rows = rows;
  }

  @Override
  public boolean hasNext() {
    return held != null || rows.hasNext();
  }

  @Override
  public Row next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    Row first = held == null ? rows.next() : held;
    held = null;
    if (first.pattern() == null || !first.pattern().startsWith("=") || !rows.hasNext()) {
      return first;
    }
    Row second = rows.next();
    String name = first.pattern().substring(1);
    if (("*." + name).equals(second.pattern())
        && first.meant() == second.meant()
        && Objects.equals(first.note(), second.note())) {
      return Row.of(first.line(), name, first.meant(), first.note());
    }
    held = second;
    return first;
  }
}
