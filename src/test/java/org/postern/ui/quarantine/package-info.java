/** Tests of the quarantine screen on a real box, a real store and a real gateway. */
package org.postern.ui.quarantine;
