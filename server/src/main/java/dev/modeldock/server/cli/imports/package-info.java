/** {@code import}: any source of the running dock, with options made from its fields. */
package dev.modeldock.server.cli.imports;
