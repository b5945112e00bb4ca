/** What {@code mvn -Pbench} measures: speed and size of verdicts, beside other programs. */
@NullMarked
package org.postern.bench;

import org.jspecify.annotations.NullMarked;
