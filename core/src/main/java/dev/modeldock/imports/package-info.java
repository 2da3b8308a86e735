/** Bringing models in: unpack or fetch, verify, publish. */
package dev.modeldock.imports;
