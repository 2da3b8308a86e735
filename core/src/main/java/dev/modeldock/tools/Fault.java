package dev.modeldock.tools;

/**
 * One thing that is wrong with a definition file.
 *
 * @param path where, as an RFC 6901 JSON Pointer of at most 2,000 characters; the whole file is the empty text, and a
 *     place whose pointer would be longer is told by what it is in
 * @param message what was found, what was expected and what to do; without any value of the file, since it may be secret
 */
public record Fault(DefinitionFile file, String path, String message) {}
