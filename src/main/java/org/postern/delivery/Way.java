package org.postern.delivery;

import org.postern.store.Deliveries.Parcel;

/** How a file gets to a gateway's place. Blocks; never called on the FX thread. */
@FunctionalInterface
public interface Way {
  /**
   * Brings it there whole or not at all: until it is whole, nothing at the place has its name.
   * Bringing the same once more is harmless.
   *
   * @param sending told how far it is
   */
  void bring(Parcel parcel, Sending sending) throws DeliveryException;

  /** Does as much as can be done without leaving anything there. */
  default void tryOut(Sending sending) throws DeliveryException {}
}
