create alias trap as 'int trap() { return 1; }';
