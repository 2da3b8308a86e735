/** What happens in the dock, as it happens: told once it is true, kept for a while, to those who may know. */
package dev.modeldock.events;
