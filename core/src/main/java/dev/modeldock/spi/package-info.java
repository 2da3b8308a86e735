/** What a plug-in sees of the dock: the sources of models. Imports nothing but java.*; every later method has a default body. */
package dev.modeldock.spi;
