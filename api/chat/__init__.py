"""The citizen's chat: begin a conversation, say something, read it again."""
