/** Tests of the looks back. */
@NullMarked
package org.postern.ui.history;

import org.jspecify.annotations.NullMarked;
