/** Models, their immutable versions, and the aliases that move over them. */
package dev.modeldock.models;
