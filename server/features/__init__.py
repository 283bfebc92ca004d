"""What is put together feature by feature: each module makes the parts of one and says where they are called from; `all` makes every one of them."""
