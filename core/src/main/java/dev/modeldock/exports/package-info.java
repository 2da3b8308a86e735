/** Archives out, computed and not stored. */
package dev.modeldock.exports;
