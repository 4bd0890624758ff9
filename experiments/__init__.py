"""What we do with the world: studies, result folders, statistics, pictures, the command. Never imported by model/."""
