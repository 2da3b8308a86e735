/** Archives in, and names that are safe to keep. */
package dev.modeldock.files;
