package dev.modeldock.events;

/**
 * Something that has happened.
 *
 * @param number counts up from 1
 * @param id by which a client says how far it has come
 * @param body one line of JSON
 */
public record Event(long number, String id, NewEvent what, String body) {}
