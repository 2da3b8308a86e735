package dev.modeldock.formats;

/**
 * Something that a pickle brings in when it is loaded, and so may call.
 *
 * @param module such as {@code torch._utils}; {@code unknown} when it could not be told
 * @param name in the module, with dots when it is an attribute of something there
 * @param level how far it can be trusted
 */
public record PickleImport(String module, String name, Level level) {}
