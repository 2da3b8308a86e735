/** HTTP as the dock speaks it: bodies in and out, errors, access, and the server itself. Knows no route. */
package dev.modeldock.server.http;
