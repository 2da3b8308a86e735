/** The types, formats, architectures, actions and chaining rules of TAO 5.0.0, read from {@code catalogue.json}. */
package dev.modeldock.actions.catalogue;
