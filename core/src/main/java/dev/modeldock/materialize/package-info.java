/** Versions laid out as directories that tools of this machine read, where it can be without copying a byte. */
package dev.modeldock.materialize;
