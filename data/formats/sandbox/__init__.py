"""The child process under hard limits in which other people's bytes are opened, and its parent's end."""
