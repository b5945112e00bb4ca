package org.postern.cli;

import java.time.ZoneOffset;
import java.util.Optional;
import org.postern.mail.Inert;
import org.postern.store.Past.Moment;
import org.postern.store.Store;
import org.postern.store.StoreException;
import org.postern.store.When;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Moments of the lists, as they are typed on the command line. */
final class Moments {
  private Moments() {}

  /** Reads what {@link When} does; days and times are in UTC. */
  static final class Converter implements ITypeConverter<When> {
    @Override
    public When convert(String text) {
      return When.parse(text, ZoneOffset.UTC)
          .orElseThrow(
              () ->
                  new TypeConversionException(
                      "'" + Inert.brief(text, 80) + "' is no moment such as " + When.FORMS));
    }
  }

  /** Empty, and said, if there is no such revision. */
  static Optional<Moment> find(Store store, When when, Tell tell) throws StoreException {
    Optional<Moment> moment = store.past().moment(when);
    if (moment.isEmpty()) {
      tell.warn("There is no such serial: the newest is " + store.lists().serial() + ".");
    }
    return moment;
  }
}
