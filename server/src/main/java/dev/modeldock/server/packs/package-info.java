/** Action packs that come with the program, and how they are installed. */
package dev.modeldock.server.packs;
