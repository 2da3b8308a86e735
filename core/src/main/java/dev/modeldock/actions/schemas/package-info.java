/** The JSON Schema of every action's spec, made from the tables of parameters that come with the program. */
package dev.modeldock.actions.schemas;
