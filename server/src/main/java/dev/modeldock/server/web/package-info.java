/** The web page: its files, and how they are handed out. */
package dev.modeldock.server.web;
