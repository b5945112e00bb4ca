package org.postern.store;

/** A {@link StoreException} on its way through an iterator. */
public final class ImportFailed extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final StoreException reason;

  ImportFailed(StoreException reason) {
    super(reason);
    this.reason = reason;
  }

  public StoreException reason() {
    return reason;
  }
}
