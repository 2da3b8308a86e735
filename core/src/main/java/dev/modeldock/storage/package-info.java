/** How the room is used, and what of it could be given back: a view over the store and the jobs. */
package dev.modeldock.storage;
