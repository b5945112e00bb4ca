/** Tests of the screen's model over a real store, without a toolkit. */
@NullMarked
package org.postern.ui.approval;

import org.jspecify.annotations.NullMarked;
